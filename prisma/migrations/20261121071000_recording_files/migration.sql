-- CreateTable
CREATE TABLE "RecordingFile" (
    "recordingId" UUID NOT NULL,
    "sha256" TEXT,
    "message" TEXT,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RecordingFile_pkey" PRIMARY KEY ("recordingId")
);

-- AddForeignKey
ALTER TABLE "RecordingFile" ADD CONSTRAINT "RecordingFile_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;
