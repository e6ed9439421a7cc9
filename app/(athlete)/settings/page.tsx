import type { Metadata } from "next";
import type { ReactNode } from "react";
import { signOutEverywhereAction } from "@/app/(athlete)/settings/actions";
import { DeleteForm } from "@/app/(athlete)/settings/delete-form";
import { MailForm } from "@/app/(athlete)/settings/mail-form";
import { AthleteNumbers } from "@/app/(athlete)/settings/numbers";
import { PasswordForm } from "@/app/(athlete)/settings/password-form";
import { ProfileForm } from "@/app/(athlete)/settings/profile-form";
import { ThemeForm } from "@/app/(athlete)/settings/theme-form";
import { CreateTokenForm, type ListedToken, TokenList } from "@/app/(athlete)/settings/token-forms";
import { readerLocale } from "@/app/reader-locale";
import { SignOut } from "@/app/sign-out";
import { timeZoneNames } from "@/app/time-zones";
import { formatInstant } from "@/components/format";
import { areasOf, PHONE_BAR_PLACES, PLACES } from "@/components/frame/places";
import { Button, LinkButton, Notice, PageHeader } from "@/components/ui";
import { type ApiToken, listApiTokens, readAthleteSex } from "@/lib/accounts";
import { API_SCOPE_WORDS, API_SCOPES } from "@/lib/auth/api-scopes";
import { requirePageUser, type SessionUser } from "@/lib/auth/session";
import { isMailOn } from "@/lib/mail/mailer";
import { findUnsentDigestDate, readMailSettings } from "@/lib/mail/settings";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const user = await requirePageUser();
  const [tokens, sex, mail, unsentDigestDate, locale] = await Promise.all([
    listApiTokens(user.userId),
    user.athleteId === null ? undefined : readAthleteSex(user.userId),
    readMailSettings(user.userId),
    findUnsentDigestDate(user.userId),
    readerLocale(),
  ]);
  return (
    <>
      <PageHeader title="Settings" />
      <PhoneAreas user={user} />
      <Section id="you" title="You" text={user.email}>
        <ProfileForm profile={{ ...user, sex }} zones={timeZoneNames()} />
      </Section>
      {user.athleteId === null ? null : (
        <Section
          id="numbers"
          title="Your numbers"
          text="What the formulas of load and sleep take for you. A number that is left empty stays what it was before."
        >
          <AthleteNumbers athleteId={user.athleteId} timeZone={user.timeZone} locale={locale} />
        </Section>
      )}
      <Section id="look" title="Look">
        <ThemeForm theme={user.theme} />
      </Section>
      <Section
        id="mail"
        title="Mail"
        text={
          isMailOn()
            ? "By your own clock."
            : "This Nightrun sends no mail: its operator has set no mail server."
        }
      >
        {unsentDigestDate === null ? null : (
          <div className="mb-4 max-w-md">
            <Notice tone="watch" title="The last digest could not be mailed yet.">
              It is tried again. The same stands on <a href="/athletes/digest">the digest page</a>.
            </Notice>
          </div>
        )}
        <MailForm settings={mail} isCoach={user.roles.includes("coach")} />
      </Section>
      <Section id="password" title="Password">
        <PasswordForm />
      </Section>
      <Section
        id="everywhere"
        title="Sign out everywhere"
        text="Every browser has to sign in again, this one too. API tokens keep working."
      >
        <form action={signOutEverywhereAction}>
          <Button type="submit" variant="danger">
            Sign out everywhere
          </Button>
        </form>
      </Section>
      <Section
        id="tokens"
        title="API tokens"
        text={
          <>
            For your own programs. The calls are described in <a href="/v1/openapi.json">the API document</a>.
          </>
        }
      >
        <TokenList tokens={tokens.map((token) => listed(token, user.timeZone, locale))} />
        <div className={tokens.length > 0 ? "mt-8" : ""}>
          <CreateTokenForm scopes={API_SCOPES.map((scope) => ({ scope, words: API_SCOPE_WORDS[scope] }))} />
        </div>
      </Section>
      <Section id="delete" title="Delete my account" text="For good. There is no way back.">
        <DeleteForm isAthlete={user.athleteId !== null} isCoach={user.roles.includes("coach")} />
      </Section>
    </>
  );
}

function Section({
  id,
  title,
  text,
  children,
}: {
  id: string;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="grid gap-4 border-t border-line py-8 first-of-type:border-t-0 md:grid-cols-[14rem_1fr] md:gap-10"
    >
      <div>
        <h2 id={`${id}-title`} className="text-md font-semibold">
          {title}
        </h2>
        {text ? <p className="mt-1 text-sm text-ink2">{text}</p> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

/** What the rail holds on wide screens. */
function PhoneAreas({ user }: { user: SessionUser }) {
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3 md:hidden">
      {areasOf(user.roles).map(({ area, label, href }) => (
        <LinkButton key={area} href={href}>
          {label}
        </LinkButton>
      ))}
      {user.athleteId === null
        ? null
        : PLACES.athlete.slice(PHONE_BAR_PLACES).map(({ href, label }) => (
            <LinkButton key={href} href={href}>
              {label}
            </LinkButton>
          ))}
      <SignOut />
    </div>
  );
}

function listed(token: ApiToken, timeZone: string, locale: string): ListedToken {
  return {
    tokenId: token.id,
    name: token.name,
    prefix: token.prefix,
    scopes: token.scopes.join(", "),
    used: token.lastUsedAt ? `last used ${formatInstant(token.lastUsedAt, timeZone, locale)}` : "never used",
  };
}
