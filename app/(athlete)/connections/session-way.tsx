import { SessionForm, TicketForm } from "@/app/(athlete)/connections/session-forms";
import { FoldedForm, WayIn } from "@/app/(athlete)/connections/way-in";

const SIGN_IN_URL =
  "https://sso.garmin.com/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK&service=https://mobile.integration.garmin.com/gcm/android";

const FACTS = [
  {
    title: "What you need",
    text: "A session of a tool that you use already, or a browser with its developer tools. No password comes here.",
  },
  {
    title: "What comes in",
    text: "The same as with a key, and it goes on by itself: Nightrun renews the session.",
  },
  {
    title: "What can go wrong",
    text: "It is not an official way, and Garmin’s terms do not foresee it. Used in two places at once, a session ends in both.",
  },
] as const;

/** A session made elsewhere, or a ticket from one's own log-in. */
export function SessionWay() {
  return (
    <WayIn id="session" title="A session that you bring" rank="Where Garmin gives you no key" facts={FACTS}>
      <FoldedForm label="Import a session">
        <SessionForm />
      </FoldedForm>
      <FoldedForm label="Sign in at Garmin and copy a ticket">
        <div className="grid gap-8 md:grid-cols-2">
          <TicketSteps />
          <TicketForm />
        </div>
      </FoldedForm>
    </WayIn>
  );
}

function TicketSteps() {
  return (
    <ol className="flex list-decimal flex-col gap-4 pl-5 text-sm">
      <li>
        Open{" "}
        <a href={SIGN_IN_URL} target="_blank" rel="noreferrer" className="underline">
          Garmin’s sign-in page for apps
        </a>{" "}
        in a new tab.
      </li>
      <li>Press F12 and choose “Network”, so that the browser shows what the page sends.</li>
      <li>Sign in. A code by mail, if Garmin asks for one, goes in there too.</li>
      <li>
        Choose the line “login” (or “verifyCode”) and its “Response”. Copy the value of serviceTicketId.
        <p className="mt-0.5 text-xs text-ink2">It begins with ST- and is good for about a minute.</p>
      </li>
      <li>Paste it here at once.</li>
    </ol>
  );
}
