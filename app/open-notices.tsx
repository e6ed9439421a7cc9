import { putAwayNoticeAction } from "@/app/open-notices-action";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant } from "@/components/format";
import { Button, Notice } from "@/components/ui";
import type { SessionUser } from "@/lib/auth/session";
import { readOpenNotices } from "@/lib/notices/notices";

/** What the person was told and has not put away, above the page. */
export async function OpenNotices({ user }: { user: SessionUser }) {
  const notices = await readOpenNotices(user.userId);
  if (notices.length === 0) return null;
  const locale = await readerLocale();
  return (
    <ul aria-label="Notices" className="no-print mb-6 grid gap-2">
      {notices.map(({ id, message, createdAt }) => (
        <li key={id}>
          <Notice tone="nodata" title={message}>
            <form action={putAwayNoticeAction} className="flex flex-wrap items-center gap-3">
              {formatInstant(createdAt, user.timeZone, locale)}
              <Button type="submit" variant="quiet" name="noticeId" value={id}>
                Put away<span className="sr-only">: {message}</span>
              </Button>
            </form>
          </Notice>
        </li>
      ))}
    </ul>
  );
}
