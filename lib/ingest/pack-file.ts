import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { PackedFile } from "@/lib/db/original-files";

const deflate = promisify(deflateRaw);

/** A file as it is kept. The slow part, to be done before a transaction is opened. */
export async function packFile(bytes: Uint8Array, format: string): Promise<PackedFile> {
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    format,
    byteCount: bytes.length,
    body: await deflate(bytes),
  };
}
