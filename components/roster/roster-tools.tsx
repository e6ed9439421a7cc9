import Link from "next/link";
import { GROUP_TONES, GROUP_WORDS } from "@/components/roster/words";
import { LinkButton, StateShape } from "@/components/ui";
import { CONTROL_CLASS } from "@/components/ui/field";
import { type RosterQuery, type RosterSelection, rosterPath } from "@/lib/insights/roster-query";

const CHIP =
  "inline-flex min-h-11 items-center gap-2 rounded-chip bg-sunken px-3 text-sm font-normal text-ink no-underline " +
  "hover:no-underline hover:bg-raised aria-[current=true]:bg-ink aria-[current=true]:text-paper lg:min-h-8";

/** Filters and search; all of it in the address. */
export function RosterTools({ query, selection }: { query: RosterQuery; selection: RosterSelection }) {
  const total = selection.stateCounts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <nav aria-label="Filter" className="flex flex-wrap gap-2">
        <Link
          href={rosterPath(query, { state: null, athleteId: null })}
          aria-current={query.state === null}
          className={CHIP}
        >
          All {total}
        </Link>
        {selection.stateCounts.map(({ name, count }) => (
          <Link
            key={name}
            href={rosterPath(query, { state: name, athleteId: null })}
            aria-current={query.state === name}
            className={CHIP}
          >
            <StateShape tone={GROUP_TONES[name]} />
            {count} {GROUP_WORDS[name]}
          </Link>
        ))}
      </nav>
      <div className="flex flex-wrap items-center gap-3">
        <form action="/athletes" method="get" className="flex items-center gap-2">
          <Kept query={query} />
          {selection.groups.length > 0 ? (
            <>
              <label htmlFor="group" className="sr-only">
                Group
              </label>
              <select
                id="group"
                name="group"
                defaultValue={query.group}
                className={`${CONTROL_CLASS} max-w-40`}
              >
                <option value="">All groups</option>
                {selection.groups.map((group) => (
                  <option key={group} value={group}>
                    {group}
                  </option>
                ))}
              </select>
            </>
          ) : null}
          <label htmlFor="q" className="sr-only">
            Find an athlete
          </label>
          <input
            id="q"
            name="q"
            type="search"
            placeholder="Find an athlete"
            defaultValue={query.search}
            className={`${CONTROL_CLASS} max-w-48`}
          />
          <button type="submit" className="min-h-11 px-2 text-sm font-medium text-brand">
            Find
          </button>
        </form>
        <span className="hidden lg:block">
          <LinkButton variant="quiet" href={rosterPath(query, { isCompact: !query.isCompact })}>
            {query.isCompact ? "Roomy rows" : "Compact rows"}
          </LinkButton>
        </span>
      </div>
    </div>
  );
}

/** What of the address a search leaves as it is. */
function Kept({ query }: { query: RosterQuery }) {
  return (
    <>
      {query.state === null ? null : <input type="hidden" name="state" value={query.state} />}
      {query.isCompact ? <input type="hidden" name="view" value="compact" /> : null}
    </>
  );
}
