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
  /** The text to edit; saving it unchanged only closes the dialog. Absent if the text is new. */
  before?: string;
  /** The rule of a required field, or the limit of an optional one in code points. */
  rule: FieldRule | number;
  rows?: number;
  action: string;
  /** Receives the trimmed text and returns whether it worked; if so, the dialog closes. */
  save: (text: string) => Promise<boolean>;
  onClose: () => void;
}

/** A dialog with a single text field. */
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
