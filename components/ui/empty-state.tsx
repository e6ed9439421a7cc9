import type { ReactNode } from "react";

/** Nothing here yet: says what would fill it and how to begin. `level` 1 where the page has no other title. */
export function EmptyState({
  title,
  children,
  action,
  level = 2,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  level?: 1 | 2;
}) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="max-w-xl py-6">
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children ? <div className="mt-2 text-md text-ink2">{children}</div> : null}
      {action ? <div className="mt-6">{action}</div> : null}
    </section>
  );
}
