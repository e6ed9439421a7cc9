/**
 * Reads a multipart/form-data body part by part as it arrives: the platform's own reader
 * would hold all of it in memory.
 */
import { AppError } from "@/lib/errors";

export type UploadPart = {
  /** `null` for a field that is no file. */
  fileName: string | null;
  /** To be read to its end before the next part is asked for. */
  body: AsyncIterable<Buffer>;
};

const MAX_HEADER_BYTES = 16_384;

/** The boundary named by a content type, or `null` when it is no multipart form. */
export function boundaryOf(contentType: string | null): string | null {
  const match = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType ?? "",
  );
  return match?.[1] ?? match?.[2] ?? null;
}

/** @throws AppError invalid_input when the body is cut short or no such form */
export async function* readParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<UploadPart> {
  const reader = new PartReader(source, boundary);
  await reader.skipPreamble();
  while (await reader.hasNextPart()) {
    const headers = await reader.readHeaders();
    const body = reader.readBody();
    yield { fileName: fileNameOf(headers), body };
    // What the caller left unread of this part.
    for await (const _ of body);
  }
}

class PartReader {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private readonly delimiter: Buffer;
  /** The first boundary has no line break before it in the body, but is looked for with one. */
  private buffer = Buffer.from("\r\n");

  constructor(source: AsyncIterable<Uint8Array>, boundary: string) {
    this.pieces = source[Symbol.asyncIterator]();
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  async skipPreamble(): Promise<void> {
    for await (const _ of this.readBody());
  }

  /** Behind a boundary: another part, or the end. */
  async hasNextPart(): Promise<boolean> {
    while (this.buffer.length < 2) await this.pull();
    const isEnd = this.buffer.subarray(0, 2).toString() === "--";
    this.buffer = this.buffer.subarray(2);
    return !isEnd;
  }

  async readHeaders(): Promise<string> {
    for (;;) {
      const end = this.buffer.indexOf("\r\n\r\n");
      if (end >= 0) {
        const headers = this.buffer.subarray(0, end).toString("utf8");
        this.buffer = this.buffer.subarray(end + 4);
        return headers;
      }
      if (this.buffer.length > MAX_HEADER_BYTES) throw notAForm();
      await this.pull();
    }
  }

  async *readBody(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.buffer.indexOf(this.delimiter);
      if (end >= 0) {
        const last = this.buffer.subarray(0, end);
        this.buffer = this.buffer.subarray(end + this.delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // A boundary may have begun in what is at hand.
      const safe = this.buffer.length - this.delimiter.length + 1;
      if (safe > 0) {
        const piece = this.buffer.subarray(0, safe);
        this.buffer = this.buffer.subarray(safe);
        yield piece;
      }
      await this.pull();
    }
  }

  private async pull(): Promise<void> {
    const next = await this.pieces.next();
    if (next.done) throw notAForm();
    this.buffer = Buffer.concat([this.buffer, next.value]);
  }
}

function notAForm(): AppError {
  return new AppError("invalid_input", "The upload broke off or is not a form with files.", {
    field: "body",
  });
}

function fileNameOf(headers: string): string | null {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? "";
  const extended = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decodePercent(extended);
  const plain = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  // Browsers write a quote as %22 and line breaks as %0D and %0A, and nothing else.
  return plain?.replace(/%22/g, '"').replace(/%0D|%0A/gi, " ") ?? null;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
