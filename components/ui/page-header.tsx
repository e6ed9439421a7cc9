import type { ReactNode } from "react";

/** The page's one h1, with what can be done on the page at its right. */
export function PageHeader({
  title,
  above,
  children,
}: {
  title: string;
  above?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      {/* On phones the account stands at the right of the title. */}
      <div className="basis-full pr-14 md:basis-auto md:pr-0">
        {above ? <p className="mb-1 text-xs text-ink2">{above}</p> : null}
        <h1 className="text-lg font-semibold">{title}</h1>
      </div>
      {children ? <div className="flex flex-wrap items-center gap-3">{children}</div> : null}
    </header>
  );
}
