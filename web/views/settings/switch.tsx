/** An on/off switch with an explanation below. */
export function Switch({ label, hint, on, onChange }: { label: string; hint: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="action-row">
      <span class="grow">
        {label}
        <span class="note note-line">{hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        class="switch"
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
