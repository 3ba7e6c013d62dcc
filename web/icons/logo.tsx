/** The magpie: ink body, white belly, a wing with the sheen. */
export function Logo({ class: extra = '' }: { class?: string | undefined }) {
  return (
    <svg class={`logo ${extra}`} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <path
        class="logo-ink"
        d="M6 22.5 17 17c3.5-6.5 12.5-8 18.5-3.5 4.800 3.600 7.5 9 9 15L60 50.5l-6.5 1.200-13.700-9.200c-4.5 4.5-10.800 6-16.300 4.200C15.5 44 12 36.5 13.5 27.5Z"
      />
      <path class="logo-white" d="M17.5 31.5c5.5 3.200 9.600 7.600 11.800 13.700-8.300 1.300-14-5.200-11.800-13.700Z" />
      <path class="logo-sheen" d="M25 24c8.5-.8 15.5 4.5 19.5 14.5l9 13.200-13.700-9.200C31.5 39.5 26 33 25 24Z" />
      <circle class="logo-eye" cx="23.5" cy="19.800" r="2" />
    </svg>
  );
}
