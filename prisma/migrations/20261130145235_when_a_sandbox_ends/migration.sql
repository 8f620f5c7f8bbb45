-- AlterTable
ALTER TABLE "sandbox" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);
