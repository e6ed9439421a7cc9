/** Uploads as browsers send them, and a reader without a process of its own. */
import type { Upload } from "@/lib/imports/receive";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import type { FileReader } from "@/lib/providers/files/read-file-worker";

export function formOf(files: Record<string, Uint8Array>): Upload {
  const form = new FormData();
  form.append("note", "not a file");
  for (const [name, bytes] of Object.entries(files))
    form.append("file", new Blob([Buffer.from(bytes)]), name);
  const response = new Response(form);
  return {
    body: response.body ?? emptyBody(),
    contentType: response.headers.get("content-type"),
    fileName: null,
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

export function readerHere(): FileReader {
  return {
    read: async (bytes, options) => readTrainingFile(bytes, options),
    close: async () => {},
  };
}
