-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "mailedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "MailSetting" (
    "userId" UUID NOT NULL,
    "digestMode" TEXT NOT NULL DEFAULT 'off',
    "digestHour" INTEGER NOT NULL DEFAULT 7,
    "noticeMode" TEXT NOT NULL DEFAULT 'at_once',
    "quietFromHour" INTEGER NOT NULL DEFAULT 21,
    "quietToHour" INTEGER NOT NULL DEFAULT 7,

    CONSTRAINT "MailSetting_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "DigestMail" (
    "userId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DigestMail_pkey" PRIMARY KEY ("userId","localDate")
);

-- CreateIndex
CREATE INDEX "Notice_mailedAt_createdAt_idx" ON "Notice"("mailedAt", "createdAt");

-- AddForeignKey
ALTER TABLE "MailSetting" ADD CONSTRAINT "MailSetting_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DigestMail" ADD CONSTRAINT "DigestMail_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
