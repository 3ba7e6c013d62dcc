import { useState } from 'preact/hooks';
import { NOTE_MAX_CHARS } from '../../../protocol/limits';
import type { InvitePreview } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { Button, IconButton } from '../../components/button';
import { tooLong } from '../../components/forms/problems';
import { TextField } from '../../components/forms/text-field';
import { navigate } from '../../components/navigation/router';
import { toast } from '../../components/overlays/toast';
import { Empty } from '../../components/states/empty';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { Loaded } from '../shared/loaded';
import { problemText } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';

const toInbox = () => navigate({ page: 'inbox' }, { replace: true });

/** The target of an invite link: the group, and a button to join it. */
export function JoinPage({ code }: { code: string }) {
  const model = useModel();
  // An admin's approval puts the group into the inbox; the page then offers to open it.
  const groups = model.inbox.items.value.filter(({ summary }) => summary.kind === 'group').length;
  const [preview, retry] = useRequest(() => model.groups.preview(code), `${code} ${groups}`);
  return (
    <section class="main-view" aria-label={t('join.title')}>
      <header class="main-head">
        <IconButton icon="close" label={t('conversation.toInbox')} onClick={toInbox} />
        <h1 class="pane-title">{t('join.title')}</h1>
      </header>
      <div class="main-empty">
        {preview?.ok === false && preview.problem === 'not_found' ? (
          <Empty art="search" title={t('join.gone')} hint={t('join.goneHint')}>
            <Button onClick={toInbox}>{t('conversation.toInbox')}</Button>
          </Empty>
        ) : (
          <Loaded answer={preview} onRetry={retry}>
            {(invite) => <Invitation invite={invite} onRequested={retry} />}
          </Loaded>
        )}
      </div>
    </section>
  );
}

function Invitation({ invite, onRequested }: { invite: InvitePreview; onRequested: () => void }) {
  const model = useModel();
  const [note, setNote] = useState('');
  const [busy, run] = useWork();
  const { code, title, hue, memberCount, approval, conversationId, requested } = invite;
  const open = (id: string) => navigate({ page: 'conversation', id }, { replace: true });
  const join = async () => {
    const joined = await model.groups.join(code, approval && note.trim() !== '' ? note.trim() : undefined);
    if (!joined.ok) {
      toast(problemText(joined.problem), { kind: 'error' });
      // The link may have been used up meanwhile.
      return onRequested();
    }
    if (joined.value === null) onRequested();
    else open(joined.value);
  };
  return (
    <div class="join">
      <Avatar id={conversationId ?? code} name={title} hue={hue} size="xl" />
      <bdi class="profile-name">{title}</bdi>
      <p class="profile-note">{t('group.count', { n: memberCount })}</p>
      {conversationId !== undefined && (
        <Button kind="primary" wide onClick={() => open(conversationId)}>
          {t('join.open')}
        </Button>
      )}
      {conversationId === undefined && requested === true && (
        <>
          <p class="join-requested" role="status">
            <Icon name="clock" class="icon-s" />
            {t('join.asked')}
          </p>
          <p class="profile-note">{t('join.askedHint')}</p>
        </>
      )}
      {conversationId === undefined && requested !== true && (
        <>
          {approval && <p class="profile-note">{t('join.approval')}</p>}
          {approval && <TextField label={t('join.note')} value={note} onInput={setNote} maxChars={NOTE_MAX_CHARS} rows={2} />}
          <Button kind="primary" wide busy={busy} disabled={tooLong(note, NOTE_MAX_CHARS) !== undefined} onClick={() => run(join)}>
            {t(approval ? 'join.ask' : 'join.join')}
          </Button>
        </>
      )}
    </div>
  );
}
