/**
 * The other side of a file reader, in a process of its own: reads what it is sent, and
 * answers with the reading or with the sentence why there is none.
 */
import { readTrainingFile } from "@/lib/providers/files/read-file";
import type { Answer, Request } from "@/lib/providers/files/read-file-worker";
import { UnreadableFileError } from "@/lib/providers/files/reading";

function answer({ bytes, options }: Request): Answer {
  try {
    return { kind: "read", reading: readTrainingFile(bytes, options) };
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    return { kind: "unreadable", sentence: error.message };
  }
}

function send(message: Answer): void {
  process.send?.(message);
}

process.on("message", (request: Request) => send(answer(request)));
process.on("disconnect", () => process.exit());
send({ kind: "ready" });
