-- CreateTable
CREATE TABLE "drill_answer" (
    "person_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "seed" TEXT NOT NULL,
    "concepts" TEXT[],
    "right" BOOLEAN NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "drill_answer_pkey" PRIMARY KEY ("person_id","kind","level","seed")
);

-- CreateIndex
CREATE INDEX "drill_answer_person_id_answered_at_idx" ON "drill_answer"("person_id", "answered_at");

-- AddForeignKey
ALTER TABLE "drill_answer" ADD CONSTRAINT "drill_answer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
