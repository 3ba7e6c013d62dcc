import { useState } from 'preact/hooks';
import type { Invite } from '../../../protocol/records';
import { Button, IconButton } from '../../components/button';
import { pathOf } from '../../components/navigation/router';
import { Dialog } from '../../components/overlays/dialog';
import { toast } from '../../components/overlays/toast';
import { useWork } from '../../components/states/work';
import { formatDay, formatTime } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { copyText } from '../conversation/bodies/copy-text';
import { Choice } from '../settings/choice';
import { Loaded } from '../shared/loaded';
import { attempt, problemText } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';
import { now } from '../state/clock';
import { dialog } from '../state/shell-state';

const HOUR_MS = 3_600_000;
const EXPIRIES = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, ever: null } as const;
const USES = { one: 1, ten: 10, hundred: 100, any: null } as const;

const addressOf = (code: string): string => location.origin + pathOf({ page: 'join', code });

function usedText({ uses, usesMax }: Invite): string {
  if (usesMax !== undefined) return t('group.inviteUsedOf', { n: uses, max: usesMax });
  return uses === 0 ? t('group.inviteUnused') : t('group.inviteUsed', { n: uses });
}

function untilText({ expiresAt }: Invite): string {
  if (expiresAt === undefined) return t('group.inviteEver');
  return t('group.inviteUntil', { time: `${formatDay(expiresAt, now.value)} ${formatTime(expiresAt)}` });
}

/** The invite links of a group, and a form for a new one. */
export function InvitesDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const [expiry, setExpiry] = useState<keyof typeof EXPIRIES>('week');
  const [uses, setUses] = useState<keyof typeof USES>('any');
  const [busy, run] = useWork();
  // Every join and request uses a link, so reload the counts.
  const { memberCount = 0, requests = 0 } = model.inbox.item(conversationId).value?.summary ?? {};
  const [links, retry] = useRequest(() => model.groups.invites(conversationId), `${conversationId} ${memberCount} ${requests}`);
  const create = async () => {
    const [ms, usesMax] = [EXPIRIES[expiry], USES[uses]];
    const made = await model.groups.invite(conversationId, {
      ...(ms !== null && { expiresAt: model.serverNow() + ms }),
      ...(usesMax !== null && { usesMax }),
    });
    if (!made.ok) return void toast(problemText(made.problem), { kind: 'error' });
    retry();
    await copyText(addressOf(made.value.code), t('group.inviteCopied'));
  };
  const askToRevoke = (code: string) => {
    dialog.value = {
      kind: 'confirm',
      title: t('group.inviteRevokeTitle'),
      hint: t('group.inviteRevokeHint'),
      action: t('group.inviteRevoke'),
      work: async () => {
        // Back to the links; on failure the question stays.
        if (await attempt(model.groups.revokeInvite(conversationId, code), t('group.inviteRevoked')))
          dialog.value = { kind: 'invites', conversationId };
        return false;
      },
    };
  };
  return (
    <Dialog title={t('group.invites')} onClose={onClose}>
      <Choice
        name="expiry"
        label={t('group.inviteExpiry')}
        value={expiry}
        options={[
          { value: 'hour', label: t('group.inviteHour') },
          { value: 'day', label: t('group.inviteDay') },
          { value: 'week', label: t('group.inviteWeek') },
          { value: 'ever', label: t('group.inviteEver') },
        ]}
        onChange={setExpiry}
      />
      <Choice
        name="uses"
        label={t('group.inviteUses')}
        value={uses}
        options={[
          { value: 'one', label: t('group.inviteUsesOne') },
          { value: 'ten', label: t('group.inviteUsesTen') },
          { value: 'hundred', label: t('group.inviteUsesHundred') },
          { value: 'any', label: t('group.inviteUsesAny') },
        ]}
        onChange={setUses}
      />
      <Button kind="primary" icon="link" wide busy={busy} onClick={() => run(create)}>
        {t('group.inviteNew')}
      </Button>
      <Loaded answer={links} onRetry={retry}>
        {(all) =>
          all.length === 0 ? (
            <p class="dialog-text">
              {t('group.inviteNone')}
              <br />
              {t('group.inviteNoneHint')}
            </p>
          ) : (
            <ul class="links" aria-label={t('group.invites')}>
              {all.toReversed().map((invite) => (
                <li key={invite.code} class="link-row">
                  <span class="row-text">
                    <span class="truncate link-address">{addressOf(invite.code).replace(/^https?:\/\//, '')}</span>
                    <span class="row-preview truncate">{[usedText(invite), untilText(invite)].join(' · ')}</span>
                  </span>
                  <IconButton
                    icon="copy"
                    label={t('group.inviteCopy')}
                    onClick={() => void copyText(addressOf(invite.code), t('group.inviteCopied'))}
                  />
                  <IconButton icon="trash" label={t('group.inviteRevoke')} onClick={() => askToRevoke(invite.code)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  );
}
