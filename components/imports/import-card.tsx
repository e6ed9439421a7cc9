import type { ReactNode } from "react";
import { momentWords, type Reader, sentenceCase } from "@/components/connections/moment";
import type { ImportFileView, ImportView } from "@/lib/imports/view";

/** One upload: how far it is or what came of it, each refused file with its reason. */
export function ImportCard({
  view,
  reader,
  undo,
}: {
  view: ImportView;
  reader: Reader;
  /** The form that takes it back; `null` where nothing can be taken back. */
  undo: ReactNode;
}) {
  const { totals, files } = view;
  const refused = files.filter((file) => file.state === "refused");
  const others = files.filter((file) => file.state !== "refused");
  const hidden = totals.fileCount - files.length;
  const title = totals.fileCount === 1 ? (files[0]?.fileName ?? "One file") : `${totals.fileCount} files`;
  return (
    <article aria-label={title} className="border-t border-line py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="min-w-0 break-words text-md font-semibold">{title}</h3>
        <p className="text-sm text-ink3">{sentenceCase(momentWords(new Date(view.createdAt), reader))}</p>
      </div>
      <p role="status" className="mt-1 text-sm text-ink2">
        {view.sentence}
      </p>
      {view.isOpen ? <ImportBar totals={totals} /> : null}
      {refused.length > 0 ? (
        <ul className="mt-3 flex flex-col gap-2">
          {refused.map((file) => (
            <li key={file.position} className="rounded-panel bg-sunken px-4 py-2.5 text-sm">
              <span className="break-all font-medium">{file.fileName}</span>
              <span className="block text-ink2">{file.message}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {others.length > 0 && totals.fileCount > 1 ? (
        <details className="mt-2">
          <summary className="flex min-h-11 w-fit items-center text-sm font-medium text-brand hover:underline">
            File by file
          </summary>
          <ul className="flex flex-col gap-1 pb-2 text-sm">
            {others.map((file) => (
              <FileLine key={file.position} file={file} />
            ))}
            {hidden > 0 ? <li className="text-ink3">and {hidden} more</li> : null}
          </ul>
        </details>
      ) : (
        <Warnings files={others} />
      )}
      {undo}
    </article>
  );
}

function FileLine({ file }: { file: ImportFileView }) {
  return (
    <li className="flex flex-wrap gap-x-4">
      <span className="min-w-0 break-all">{file.fileName}</span>
      <span className="text-ink2">{fileWords(file)}</span>
      {[...(file.message === null ? [] : [file.message]), ...file.warnings].map((warning) => (
        <span key={warning} className="w-full text-ink2">
          {warning}
        </span>
      ))}
    </li>
  );
}

function Warnings({ files }: { files: readonly ImportFileView[] }) {
  const warnings = files.flatMap((file) => [
    ...(file.message === null ? [] : [file.message]),
    ...file.warnings,
  ]);
  return warnings.map((warning) => (
    <p key={warning} className="mt-1 text-sm text-ink2">
      {warning}
    </p>
  ));
}

/** "1 new", "the same as before", "waiting". */
export function fileWords(file: ImportFileView): string {
  if (file.state === "waiting") {
    return file.doneCount > 0 ? `${file.doneCount} of ${file.totalCount} parts` : "waiting";
  }
  const words = [
    file.newCount > 0 ? `${file.newCount} new` : null,
    file.matchedCount > 0 ? `${file.matchedCount} matched to one that was here` : null,
    file.updatedCount > 0 ? `${file.updatedCount} updated` : null,
    file.changedDayCount > 0
      ? `${file.changedDayCount} ${file.changedDayCount === 1 ? "day" : "days"}`
      : null,
    file.refusedCount > 0 ? `${file.refusedCount} could not be used` : null,
  ].filter((word) => word !== null);
  return words.length > 0 ? words.join(", ") : "the same as before";
}

function ImportBar({ totals }: { totals: ImportView["totals"] }) {
  const percent = totals.totalCount === 0 ? 0 : Math.round((100 * totals.doneCount) / totals.totalCount);
  return (
    <div
      role="progressbar"
      aria-label="Import"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="mt-3 h-1.5 max-w-xl overflow-hidden rounded-full bg-bar"
    >
      <div
        className="h-full rounded-full bg-brand transition-[width]"
        style={{ width: `${Math.max(2, percent)}%` }}
      />
    </div>
  );
}
