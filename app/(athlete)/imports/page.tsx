import type { Metadata } from "next";
import { UndoForm } from "@/app/(athlete)/imports/undo-form";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import type { Reader } from "@/components/connections/moment";
import { ImportCard } from "@/components/imports/import-card";
import { UploadArea } from "@/components/imports/upload-area";
import { PageHeader } from "@/components/ui";
import { RefreshWhile } from "@/components/ui/refresh-while";
import { readImports } from "@/lib/imports/view";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage() {
  const user = await requirePageAthlete();
  const reader: Reader = { timeZone: user.timeZone, locale: await readerLocale(), now: new Date() };
  const imports = await readImports(user.athleteId);
  return (
    <>
      <PageHeader title="Imports" />
      <UploadArea />
      <p className="mt-4 max-w-xl text-sm text-ink2">
        Runs that Garmin has sent already are recognised and count once. Each import can be taken back.
      </p>
      <RefreshWhile isActive={imports.some(({ isOpen }) => isOpen)} />
      <section aria-label="Your imports" className="mt-8">
        <h2 className="mb-3 text-sm font-medium text-ink2">Your imports</h2>
        {imports.length === 0 ? (
          <p className="border-t border-line py-5 text-sm text-ink2">
            Nothing was imported yet. In Garmin Connect in the browser, a single activity can be saved from
            its gear menu as "Export file"; a watch on a cable holds its FIT files in the folder
            GARMIN/Activity.
          </p>
        ) : (
          imports.map((view) => (
            <ImportCard
              key={view.importId}
              view={view}
              reader={reader}
              undo={view.state === "undone" ? null : <UndoForm importId={view.importId} />}
            />
          ))
        )}
      </section>
    </>
  );
}
