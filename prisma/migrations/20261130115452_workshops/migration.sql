-- AlterTable
ALTER TABLE "sandbox" ADD COLUMN     "course" TEXT,
ADD COLUMN     "seat_id" TEXT,
ALTER COLUMN "person_id" DROP NOT NULL;
UPDATE "sandbox" SET "course" = "place";
ALTER TABLE "sandbox" ALTER COLUMN "course" SET NOT NULL;

-- CreateTable
CREATE TABLE "workshop" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "course" TEXT NOT NULL,
    "lessons" TEXT[],
    "language" TEXT NOT NULL DEFAULT 'en',
    "sign_in" BOOLEAN NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "keep_days" INTEGER NOT NULL DEFAULT 30,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workshop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workshop_instructor" (
    "workshop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workshop_instructor_pkey" PRIMARY KEY ("workshop_id","person_id")
);

-- CreateTable
CREATE TABLE "seat" (
    "id" TEXT NOT NULL,
    "workshop_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "person_id" TEXT,
    "name" TEXT,
    "code_hash" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3),

    CONSTRAINT "seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workshop_event" (
    "workshop_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "seat_id" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "workshop_event_pkey" PRIMARY KEY ("workshop_id","sequence")
);

-- CreateIndex
CREATE UNIQUE INDEX "workshop_code_key" ON "workshop"("code");

-- CreateIndex
CREATE INDEX "workshop_instructor_person_id_idx" ON "workshop_instructor"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "seat_code_hash_key" ON "seat"("code_hash");

-- CreateIndex
CREATE INDEX "seat_person_id_idx" ON "seat"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "seat_workshop_id_number_key" ON "seat"("workshop_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "seat_workshop_id_person_id_key" ON "seat"("workshop_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "sandbox_seat_id_key" ON "sandbox"("seat_id");

-- AddForeignKey
ALTER TABLE "sandbox" ADD CONSTRAINT "sandbox_seat_id_fkey" FOREIGN KEY ("seat_id") REFERENCES "seat"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workshop_instructor" ADD CONSTRAINT "workshop_instructor_workshop_id_fkey" FOREIGN KEY ("workshop_id") REFERENCES "workshop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workshop_instructor" ADD CONSTRAINT "workshop_instructor_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_workshop_id_fkey" FOREIGN KEY ("workshop_id") REFERENCES "workshop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workshop_event" ADD CONSTRAINT "workshop_event_workshop_id_fkey" FOREIGN KEY ("workshop_id") REFERENCES "workshop"("id") ON DELETE CASCADE ON UPDATE CASCADE;
