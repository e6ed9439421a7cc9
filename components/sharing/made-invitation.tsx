import { FormMessage } from "@/components/ui";
import { CopyText } from "@/components/ui/copy-text";

/** The new invitation: its link and its code, to be copied. */
export function MadeInvitation({
  error,
  done,
  code,
  link,
}: {
  error?: string | undefined;
  done?: string | undefined;
  code?: string | undefined;
  link?: string | undefined;
}) {
  return (
    <FormMessage error={error} done={done}>
      {link ? <CopyText label="The link" text={link} /> : null}
      {code ? <CopyText label="The code" text={code} /> : null}
    </FormMessage>
  );
}
