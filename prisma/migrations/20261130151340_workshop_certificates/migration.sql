-- DropIndex
DROP INDEX "certificate_person_id_course_key";

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN     "lessons" TEXT[],
ADD COLUMN     "title" TEXT,
ADD COLUMN     "workshop" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE UNIQUE INDEX "certificate_person_id_course_workshop_key" ON "certificate"("person_id", "course", "workshop");
