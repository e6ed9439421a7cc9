import Link from "next/link";
import type { ReactNode } from "react";
import { PlaceIcon } from "@/components/frame/place-icon";
import { PlaceLink } from "@/components/frame/place-link";
import {
  type Area,
  areasOf,
  homeOf,
  PHONE_BAR_PLACES,
  PLACES,
  type Place,
  roleWords,
} from "@/components/frame/places";
import { Mark, StateShape, type StateTone } from "@/components/ui";
import type { Role } from "@/lib/auth/roles";

export type FrameUser = { name: string; roles: readonly Role[] };

type FrameProps = {
  user: FrameUser;
  area: Area;
  /** Shown beside Connections while something there needs the athlete. */
  connectionTone?: StateTone | null;
  /** The sign-out form. */
  signOut: ReactNode;
  children: ReactNode;
};

/** Rail on wide screens, bottom bar on phones, the page between. */
export function Frame({ user, area, connectionTone = null, signOut, children }: FrameProps) {
  return (
    <div className="relative min-h-dvh md:pl-44">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-30 focus:rounded-control focus:bg-raised focus:px-4 focus:py-3"
      >
        Skip to the page
      </a>
      <Rail user={user} area={area} connectionTone={connectionTone} signOut={signOut} />
      <PhoneAccount user={user} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-300 px-5 pt-4.5 pb-28 outline-none md:px-9 md:pt-7 md:pb-16"
      >
        {children}
      </main>
      <Tabs places={placesOnPhone(area)} connectionTone={connectionTone} />
    </div>
  );
}

function Rail({ user, area, connectionTone, signOut }: Omit<FrameProps, "children">) {
  const otherAreas = areasOf(user.roles).filter((item) => item.area !== area);
  return (
    <header className="no-print fixed inset-y-0 left-0 z-10 hidden w-44 flex-col bg-sunken px-3 py-6 md:flex">
      <Link href={homeOf(user.roles)} className="mb-7 px-3 no-underline hover:no-underline">
        <Mark />
      </Link>
      <nav aria-label="Pages" className="flex flex-col gap-0.5">
        {PLACES[area].map((place) => (
          <PlaceLink key={place.href} href={place.href} look="rail">
            {place.label}
            <NeedsLook place={place} tone={connectionTone ?? null} />
          </PlaceLink>
        ))}
      </nav>
      <div className="mt-auto">
        {otherAreas.length > 0 ? (
          <nav aria-label="Change view" className="mb-4 border-t border-line pt-3">
            {otherAreas.map((item) => (
              <PlaceLink key={item.area} href={item.href} look="switch">
                {item.label}
              </PlaceLink>
            ))}
          </nav>
        ) : null}
        <div className="px-3 pb-2">
          <p className="truncate text-sm font-medium" title={user.name}>
            {user.name}
          </p>
          <p className="text-xs text-ink2">{roleWords(user.roles)}</p>
        </div>
        <PlaceLink href="/settings" look="switch">
          Settings
        </PlaceLink>
        {signOut}
      </div>
    </header>
  );
}

/** On phones: the initials beside the page's title lead to settings. */
function PhoneAccount({ user }: { user: FrameUser }) {
  return (
    <header className="no-print absolute top-3 right-5 z-10 md:hidden">
      <Link
        href="/settings"
        className="flex size-11 items-center justify-center rounded-full bg-sunken text-xs text-ink2 no-underline hover:no-underline"
      >
        <span aria-hidden="true">{initials(user.name)}</span>
        <span className="sr-only">Account and settings of {user.name}</span>
      </Link>
    </header>
  );
}

function Tabs({ places, connectionTone }: { places: readonly Place[]; connectionTone: StateTone | null }) {
  return (
    <nav
      aria-label="Pages"
      className="no-print fixed inset-x-0 bottom-0 z-20 border-t border-line bg-paper px-2 pt-1.5 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:hidden"
    >
      <ul className="flex">
        {places.map((place) => (
          <li key={place.href} className="relative flex-1">
            <PlaceLink href={place.href} look="tab">
              <PlaceIcon name={place.icon} />
              {place.label}
              <span className="absolute top-1 left-[calc(50%+14px)]">
                <NeedsLook place={place} tone={connectionTone} />
              </span>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NeedsLook({ place, tone }: { place: Place; tone: StateTone | null }) {
  if (place.icon !== "connections" || (tone !== "watch" && tone !== "strong")) return null;
  return (
    <>
      <StateShape tone={tone} />
      <span className="sr-only">, needs you</span>
    </>
  );
}

/** The bar holds four. Coaches and operators have few pages: settings fills theirs. */
function placesOnPhone(area: Area): readonly Place[] {
  if (area === "athlete") return PLACES.athlete.slice(0, PHONE_BAR_PLACES);
  return [...PLACES[area], { href: "/settings", label: "Settings", icon: "settings" }];
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}
