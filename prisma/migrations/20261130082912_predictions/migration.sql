-- CreateEnum
CREATE TYPE "connection_end" AS ENUM ('connected', 'dropped', 'refused', 'rejected', 'unreachable');

-- CreateTable
CREATE TABLE "prediction" (
    "person_id" TEXT NOT NULL,
    "course" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "expected" "connection_end" NOT NULL,
    "predicted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "observed" "connection_end",
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("person_id","course","lesson")
);

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
