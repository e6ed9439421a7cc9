/** Pages of /v1: where one ends and the next begins. */
import type { z } from "zod";
import { AppError } from "@/lib/errors";

export type PageRequest = {
  /** Inclusive local dates. */
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** `next_cursor` is `null` on the last page. `not_shared` names kinds that were left out of the rows. */
export type Page<Row> = { data: Row[]; next_cursor: string | null; not_shared: string[] };

export function writeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** `null` for the first page. @throws AppError invalid_input (field `cursor`) for a text that we did not write */
export function readCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string | undefined,
): z.output<Schema> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError("invalid_input", "cursor: take it from next_cursor of the page before.", {
      field: "cursor",
      cause,
    });
  }
}
