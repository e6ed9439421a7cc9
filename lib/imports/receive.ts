/** Takes an upload in, piece by piece, so that any process of the app can go on with it. */
import {
  deleteImport,
  insertImport,
  insertImportChunk,
  insertImportFile,
  markUploaded,
} from "@/lib/db/imports";
import { AppError } from "@/lib/errors";
import { dispatchImport } from "@/lib/imports/dispatch";
import { boundaryOf, readParts, type UploadPart } from "@/lib/imports/multipart";

const CHUNK_BYTES = 4 * 1024 * 1024;
/** All files of one upload together. A Garmin export of ten years is well under it. */
export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;
export const MAX_FILES = 10_000;
/** An upload that is silent for so long is given up. */
const SILENCE_MS = 10 * 60_000;

export type Upload = {
  body: AsyncIterable<Uint8Array>;
  contentType: string | null;
  /** For a body that is the file itself. */
  fileName: string | null;
};

/**
 * Stores what is sent and begins to import it. When the upload breaks off, nothing of it
 * is kept. @throws AppError invalid_input, too_large
 */
export async function receiveImport(athleteId: string, upload: Upload): Promise<string> {
  const importId = await insertImport(athleteId, silentUntil());
  try {
    await receiveFiles(athleteId, importId, partsOf(upload));
    await markUploaded(athleteId, importId);
  } catch (error) {
    await deleteImport(athleteId, importId);
    throw error;
  }
  await dispatchImport(athleteId, importId);
  return importId;
}

async function* partsOf({ body, contentType, fileName }: Upload): AsyncGenerator<UploadPart> {
  const boundary = boundaryOf(contentType);
  if (boundary !== null) yield* readParts(body, boundary);
  else yield { fileName: fileName ?? "file", body: buffersOf(body) };
}

async function receiveFiles(
  athleteId: string,
  importId: string,
  parts: AsyncIterable<UploadPart>,
): Promise<void> {
  let position = 0;
  let byteCount = 0;
  for await (const part of parts) {
    if (part.fileName === null) continue;
    if (position >= MAX_FILES) throw new AppError("too_large", `An upload holds at most ${MAX_FILES} files.`);
    const fileName = shownName(part.fileName);
    const importFileId = await insertImportFile(athleteId, { importId, position, fileName });
    for await (const [chunkIndex, body] of chunksOf(part.body)) {
      byteCount += body.length;
      if (byteCount > MAX_UPLOAD_BYTES) throw new AppError("too_large", "An upload holds at most 2 GB.");
      await insertImportChunk({ importId, importFileId, chunkIndex, body }, silentUntil());
    }
    position += 1;
  }
  if (byteCount === 0) {
    throw new AppError("invalid_input", "There is no file in this upload.", { field: "body" });
  }
}

/** Pieces of one size, the last one shorter. */
async function* chunksOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<[index: number, body: Buffer]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let index = 0;
  for await (const piece of pieces) {
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes < CHUNK_BYTES) continue;
    const all = Buffer.concat(held);
    let start = 0;
    for (; all.length - start >= CHUNK_BYTES; start += CHUNK_BYTES) {
      yield [index, all.subarray(start, start + CHUNK_BYTES)];
      index += 1;
    }
    held = [all.subarray(start)];
    heldBytes = all.length - start;
  }
  if (heldBytes > 0) yield [index, Buffer.concat(held)];
}

async function* buffersOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of body) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

/** The last folder and the name, as text that can be shown and stored. */
function shownName(fileName: string): string {
  const plain = fileName
    .toWellFormed()
    .replace(/\p{Cc}/gu, "")
    .split(/[\\/]/)
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .slice(-2)
    .join("/");
  return plain.slice(-200) || "file";
}

function silentUntil(): Date {
  return new Date(Date.now() + SILENCE_MS);
}
