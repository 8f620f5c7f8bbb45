-- AlterTable
ALTER TABLE "sandbox" ADD COLUMN     "started_at" TIMESTAMPTZ(3);
