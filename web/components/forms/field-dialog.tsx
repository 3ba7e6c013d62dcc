import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { Button } from '../button';
import { Dialog } from '../overlays/dialog';
import { useWork } from '../states/work';
import { Form } from './form';
import { type FieldRule, problemOf, tooLong } from './problems';
import { TextField } from './text-field';

interface FieldDialogProps {
  title: string;
  label: string;
  hint?: string;
  /** What is to be changed; saving it unchanged only closes the dialog. Absent where the text is a new one. */
  before?: string;
  /** A rule for a field that must be filled in, or the limit of one that may stay empty, in code points. */
  rule: FieldRule | number;
  rows?: number;
  action: string;
  /** Given the trimmed text; says whether it worked; then the dialog closes. */
  save: (text: string) => Promise<boolean>;
  onClose: () => void;
}

/** Asks for one text. */
export function FieldDialog({ title, label, hint, before, rule, rows, action, save, onClose }: FieldDialogProps) {
  const id = useId();
  const [text, setText] = useState(before ?? '');
  const [busy, run] = useWork();
  const wrong = typeof rule === 'number' ? tooLong(text, rule) : problemOf(rule, text);
  const submit = async () => {
    if (text.trim() === before || (await save(text.trim()))) onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" form={id} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <Form id={id} valid={wrong === undefined} onSubmit={() => run(submit)}>
        {(tried) => (
          <TextField
            label={label}
            value={text}
            onInput={setText}
            hint={hint}
            error={tried ? wrong : undefined}
            maxChars={typeof rule === 'number' ? rule : rule.maxChars}
            rows={rows}
            autoFocus
            autocomplete="off"
          />
        )}
      </Form>
    </Dialog>
  );
}
