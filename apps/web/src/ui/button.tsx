import type { ButtonHTMLAttributes, Ref } from "react";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "plain" | "primary" | "ghost" | "link";
  /** The work it started is not done yet; it keeps its focus and says so. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

const classes = { plain: "btn", primary: "btn primary", ghost: "btn ghost", link: "linkish" } as const;

export function Button({ look = "plain", busy = false, onClick, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={[classes[look], className].filter(Boolean).join(" ")}
      // A disabled button would drop the focus to the page.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
