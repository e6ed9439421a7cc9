/**
 * Reads ZIP archives entry by entry, from wherever their bytes are. What an archive says of
 * itself is not believed: sizes are counted while unpacking, and names lead nowhere, since
 * nothing is ever written to a disk.
 */
import type { Readable } from "node:stream";
import { type Entry, fromBuffer, fromRandomAccessReader, type RandomAccessReader, type ZipFile } from "yauzl";
import { UnreadableFileError } from "@/lib/providers/files/reading";

export const DAMAGED = "This ZIP archive is damaged or cut short.";
export const ENCRYPTED = "This ZIP archive is encrypted. Unpack it, then upload the files.";
export const UNSAFE_NAME =
  "This ZIP archive holds names that lead out of it. It was not made by Garmin or Strava.";
export const SYMLINK = "This ZIP archive holds links in place of files. It was not made by Garmin or Strava.";
export const TOO_MANY = "This ZIP archive holds more files than any export.";
export const TOO_LARGE = "This ZIP archive unpacks to more than any export holds.";

/** Far above the export of an active life: tens of thousands of files. */
const MAX_ENTRIES = 200_000;
/** Deflate packs at most about a thousand to one; text of exports 20 to one. */
const MAX_RATIO = 300;
/** Small entries may be packed as tightly as they like. */
const RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024;

export type ZipEntry = {
  /** With `/` between folders. */
  name: string;
  packedBytes: number;
  /** As the archive says; counted again when read. */
  byteCount: number;
  /** @throws UnreadableFileError, while it is read, when it is damaged or larger than it says */
  open(): Promise<Readable>;
};

export type Archive = {
  entryCount: number;
  /** In the order of the directory; each has to be dealt with before the next. */
  entries(): AsyncGenerator<ZipEntry>;
  close(): void;
};

/** @throws UnreadableFileError */
export function openBuffer(bytes: Uint8Array): Promise<Archive> {
  return open((options, done) => fromBuffer(Buffer.from(bytes), options, done));
}

/** @throws UnreadableFileError */
export function openReader(reader: RandomAccessReader, byteCount: number): Promise<Archive> {
  return open((options, done) => fromRandomAccessReader(reader, byteCount, options, done));
}

type Opened = (error: Error | null, file: ZipFile) => void;
const OPTIONS = { lazyEntries: true, autoClose: false, strictFileNames: false, validateEntrySizes: true };

async function open(from: (options: typeof OPTIONS, done: Opened) => void): Promise<Archive> {
  const file = await new Promise<ZipFile>((resolve, reject) => {
    try {
      from(OPTIONS, (error, opened) => (error ? reject(readable(error)) : resolve(opened)));
    } catch (error) {
      reject(readable(error));
    }
  });
  if (file.entryCount > MAX_ENTRIES) {
    file.close();
    throw new UnreadableFileError(TOO_MANY);
  }
  return { entryCount: file.entryCount, entries: () => entriesOf(file), close: () => file.close() };
}

async function* entriesOf(file: ZipFile): AsyncGenerator<ZipEntry> {
  for (;;) {
    const entry = await nextEntry(file);
    if (entry === null) return;
    refuseBadEntry(entry);
    if (entry.fileName.endsWith("/")) continue;
    yield {
      name: entry.fileName,
      packedBytes: entry.compressedSize,
      byteCount: entry.uncompressedSize,
      open: () => openEntry(file, entry),
    };
  }
}

function nextEntry(file: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = () => file.off("entry", onEntry).off("end", onEnd).off("error", onError);
    const onEntry = (entry: Entry) => {
      settle();
      resolve(entry);
    };
    const onEnd = () => {
      settle();
      resolve(null);
    };
    const onError = (error: unknown) => {
      settle();
      reject(readable(error));
    };
    file.on("entry", onEntry).on("end", onEnd).on("error", onError);
    file.readEntry();
  });
}

const UNIX_LINK = 0o120000;
const UNIX_TYPE = 0o170000;

function refuseBadEntry(entry: Entry): void {
  if (entry.isEncrypted()) throw new UnreadableFileError(ENCRYPTED);
  if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) {
    throw new UnreadableFileError(SYMLINK);
  }
  const isTight = entry.uncompressedSize > Math.max(1, entry.compressedSize) * MAX_RATIO;
  if (isTight && entry.uncompressedSize > RATIO_COUNTS_FROM_BYTES) throw new UnreadableFileError(TOO_LARGE);
}

function openEntry(file: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => (error ? reject(readable(error)) : resolve(stream)));
  });
}

/** The library's complaints are about the archive; its words are for programmers. */
export function readable(error: unknown): Error {
  if (error instanceof UnreadableFileError) return error;
  const text = error instanceof Error ? error.message : "";
  if (/invalid relative path|absolute path|invalid characters in fileName/i.test(text)) {
    return new UnreadableFileError(UNSAFE_NAME, { cause: error });
  }
  if (/encrypt/i.test(text)) return new UnreadableFileError(ENCRYPTED, { cause: error });
  return new UnreadableFileError(DAMAGED, { cause: error });
}

/** All of an entry. @throws UnreadableFileError also when it is larger than `maxBytes` */
export async function readEntry(entry: ZipEntry, maxBytes: number): Promise<Buffer> {
  if (entry.byteCount > maxBytes) throw new UnreadableFileError(TOO_LARGE);
  const stream = await entry.open();
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of stream) {
      size += piece.length;
      if (size > maxBytes) throw new UnreadableFileError(TOO_LARGE);
      pieces.push(piece);
    }
  } catch (error) {
    throw readable(error);
  } finally {
    stream.destroy();
  }
  return Buffer.concat(pieces);
}

/** The first entry of such a name, or `null` without one. @throws UnreadableFileError */
export async function readOnlyEntry(
  archive: Uint8Array,
  name: RegExp,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const opened = await openBuffer(archive);
  try {
    for await (const entry of opened.entries()) {
      if (name.test(entry.name)) return await readEntry(entry, maxBytes);
    }
    return null;
  } finally {
    opened.close();
  }
}
