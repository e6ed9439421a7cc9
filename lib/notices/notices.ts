/** What a person is told, once, on a page. */
import { z } from "zod";
import { listOpenNotices, markNoticeSeen } from "@/lib/db/notices";
import { AppError } from "@/lib/errors";

export type OpenNotice = { id: string; kind: string; message: string; createdAt: Date };

export async function readOpenNotices(userId: string): Promise<OpenNotice[]> {
  return listOpenNotices(userId);
}

/** @throws AppError not_found for somebody else's */
export async function putAwayNotice(userId: string, noticeId: string, now: Date = new Date()): Promise<void> {
  const isId = z.uuid().safeParse(noticeId).success;
  if (isId && (await markNoticeSeen(userId, noticeId, now))) return;
  throw new AppError("not_found", "There is no such notice.");
}
