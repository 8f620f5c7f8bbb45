-- AlterTable
ALTER TABLE "sandbox" ADD COLUMN     "provider" TEXT,
ADD COLUMN     "waits_since" TIMESTAMPTZ(3),
ADD COLUMN     "waits_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workshop" ADD COLUMN     "provider" TEXT;
