/**
 * Reads a training file. Pure: bytes in, normalized records out.
 *
 * What a file is, is told from its content: names lie, and are not even known here.
 */
import { gunzipSync } from "node:zlib";
import { readFit } from "@/lib/providers/files/fit";
import { isFit } from "@/lib/providers/files/fit-container";
import { readGpx } from "@/lib/providers/files/gpx";
import { type FileReading, type ReadOptions, UnreadableFileError } from "@/lib/providers/files/reading";
import { readTcx } from "@/lib/providers/files/tcx";
import { parseXml, refuseDeclarations } from "@/lib/providers/files/xml";

/** After unpacking. A whole day at one sample a second is 6 MB as FIT and 40 MB as TCX. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** @throws UnreadableFileError, and nothing else, with a sentence for a person */
export function readTrainingFile(bytes: Uint8Array, options: ReadOptions): FileReading {
  try {
    return readPlain(unpack(bytes), options);
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError("This file is damaged: it holds values that no activity can have.", {
      cause: error,
    });
  }
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw new UnreadableFileError("This file is empty.");
  if (bytes.length > MAX_FILE_BYTES) throw tooLarge();
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new UnreadableFileError("This packed file (.gz) is damaged or cut short.", { cause: error });
  }
}

function tooLarge(): UnreadableFileError {
  return new UnreadableFileError("This file is larger than any single activity.");
}

function readPlain(bytes: Uint8Array, options: ReadOptions): FileReading {
  if (bytes.length === 0) throw new UnreadableFileError("This file is empty.");
  if (isFit(bytes)) return readFit(bytes, options);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new UnreadableFileError("This is a ZIP archive inside of what should be a single training file.");
  }
  return readText(bytes, options);
}

/** Where the first element's name must be found. */
const HEAD_CHARACTERS = 4096;
const WEB_PAGE = /^<(?:!doctype\s+html|html|head|body)[\s>]/i;
const PROLOGUE = /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)+/;
const ROOT = /^<(?:[\w.-]+:)?([\w.-]+)/;

function readText(bytes: Uint8Array, options: ReadOptions): FileReading {
  // Strava writes blanks before the XML declaration, which no parser takes.
  const text = decodeText(bytes).trimStart();
  const head = text.slice(0, HEAD_CHARACTERS).replace(PROLOGUE, "");
  if (WEB_PAGE.test(head)) {
    throw new UnreadableFileError(
      "This is a web page, not a training file: the download has probably failed.",
    );
  }
  if (head.startsWith("<!")) refuseDeclarations(head);
  switch (ROOT.exec(head)?.[1]) {
    case "gpx":
      return readGpx(parseXml(text), bytes, options);
    case "TrainingCenterDatabase":
      return readTcx(parseXml(text), bytes, options);
    default:
      throw new UnreadableFileError("This is no training file that can be read here: FIT, GPX and TCX are.");
  }
}

function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
