import { signOutAction } from "@/app/sign-out-action";

export function SignOut() {
  return (
    <form action={signOutAction}>
      <button
        type="submit"
        className="flex min-h-11 w-full items-center rounded-control px-3 text-left text-sm text-ink2 hover:text-ink md:min-h-8"
      >
        Sign out
      </button>
    </form>
  );
}
