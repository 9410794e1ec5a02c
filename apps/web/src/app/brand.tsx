/** A fin on the water. */
export function Brand() {
  return (
    <>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 17c3 0 3-1.6 6-1.6S12 17 15 17s3-1.6 6-1.6" />
        <path d="M9.5 14.6C10.6 9.2 12.4 5.8 16 4c-.7 3.6-.2 7 1.2 10.4" />
      </svg>
      <span>Landfall</span>
    </>
  );
}
