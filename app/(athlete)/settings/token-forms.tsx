"use client";

import { createTokenAction, revokeTokenAction, type TokenState } from "@/app/(athlete)/settings/actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { CopyText } from "@/components/ui/copy-text";
import { useFormAction } from "@/components/ui/use-form-action";

const EMPTY_TOKEN: TokenState = { values: {} };

export function CreateTokenForm({ scopes }: { scopes: readonly { scope: string; words: string }[] }) {
  const { state, isPending, formProps } = useFormAction(createTokenAction, EMPTY_TOKEN);
  const scopeError = errorOf(state, "scopes");
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      <Field
        label="Name of the token"
        name="tokenName"
        placeholder="Evening script"
        defaultValue={state.values.tokenName}
        error={errorOf(state, "name")}
      />
      <fieldset>
        <legend className="mb-1 text-sm font-medium">It may</legend>
        {scopeError ? <p className="text-sm">{scopeError}</p> : null}
        {scopes.map(({ scope, words }) => (
          <label key={scope} className="flex min-h-11 items-center gap-3 text-sm md:min-h-8">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={scope.endsWith(":read")}
              aria-invalid={scopeError ? true : undefined}
              className="size-4 accent-brand"
            />
            {words}
            <code className="text-xs text-ink3">{scope}</code>
          </label>
        ))}
      </fieldset>
      <Button type="submit" className="self-start" disabled={isPending}>
        {isPending ? "Making the token" : "Make a token"}
      </Button>
      <FormMessage error={formErrorOf(state, ["name", "scopes"])} done={state.done}>
        {state.token ? <CopyText label="The new token" text={state.token} /> : null}
      </FormMessage>
    </form>
  );
}

export type ListedToken = { tokenId: string; name: string; prefix: string; scopes: string; used: string };

export function TokenList({ tokens }: { tokens: readonly ListedToken[] }) {
  const { state, isPending, formProps } = useFormAction(revokeTokenAction, EMPTY_FORM);
  return (
    <form {...formProps} className="max-w-2xl">
      <FormMessage error={state.error?.message} done={state.done} />
      <ul className="divide-y divide-line">
        {tokens.map((token) => (
          <li key={token.tokenId} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0">
              <p className="text-sm font-medium">
                {token.name} <code className="font-normal text-ink2">{token.prefix}…</code>
              </p>
              <p className="text-xs text-ink2">
                {token.scopes} · {token.used}
              </p>
            </div>
            <Button type="submit" name="tokenId" value={token.tokenId} disabled={isPending}>
              Revoke<span className="sr-only"> {token.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </form>
  );
}
