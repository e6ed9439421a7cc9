/** Reading what a caller sent, with an end to it. */
import { z } from "zod";
import { AppError } from "@/lib/errors";

const MAX_BODY_BYTES = 1_048_576;

/** The object in the body; `{}` for an empty one. @throws AppError too_large, invalid_input */
export async function readJsonBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (!parsed.success)
    throw new AppError("invalid_input", "The body has to be a JSON object.", { field: "body" });
  return parsed.data;
}

/** Stops reading as soon as it is too much, whatever Content-Length says. */
async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      await reader?.cancel();
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.", { field: "body" });
  }
}

function tooLarge(): AppError {
  return new AppError("too_large", "The body is larger than 1 MB.", { field: "body" });
}
