-- CreateTable
CREATE TABLE "webhook" (
    "id" TEXT NOT NULL,
    "workshop_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "webhook_id" TEXT,
    "column_id" TEXT,
    "about" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_platform" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "deployments" TEXT[],
    "authorization_url" TEXT NOT NULL,
    "token_url" TEXT NOT NULL,
    "keys_url" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lti_platform_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_user" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,

    CONSTRAINT "lti_user_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "lti_column" (
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "line_item" TEXT NOT NULL,
    "course" TEXT NOT NULL,
    "lessons" TEXT[],

    CONSTRAINT "lti_column_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sealed_secret" (
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "sealed_secret_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "webhook_workshop_id_idx" ON "webhook"("workshop_id");

-- CreateIndex
CREATE INDEX "delivery_due_at_idx" ON "delivery"("due_at");

-- CreateIndex
CREATE INDEX "delivery_webhook_id_created_at_idx" ON "delivery"("webhook_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "lti_platform_issuer_client_id_key" ON "lti_platform"("issuer", "client_id");

-- CreateIndex
CREATE INDEX "lti_user_person_id_idx" ON "lti_user"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "lti_column_person_id_line_item_key" ON "lti_column"("person_id", "line_item");

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_workshop_id_fkey" FOREIGN KEY ("workshop_id") REFERENCES "workshop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_column_id_fkey" FOREIGN KEY ("column_id") REFERENCES "lti_column"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_user" ADD CONSTRAINT "lti_user_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_column" ADD CONSTRAINT "lti_column_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "lti_platform"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_column" ADD CONSTRAINT "lti_column_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
