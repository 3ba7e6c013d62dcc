import type { ConversationSummary } from '../../../protocol/records';
import type { Capability } from '../../../protocol/roles';
import { HuePicker } from '../../components/hue-picker';
import { t } from '../../i18n/i18n';
import type { GroupFields } from '../../model/conversations';
import type { InboxItem } from '../../model/inbox';
import { Action } from '../people/profile';
import { Choice } from '../settings/choice';
import { Switch } from '../settings/switch';
import { may } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { dialog } from '../state/shell-state';

const SETTINGS: readonly Capability[] = ['rename', 'announce', 'link', 'approve', 'settings', 'muteAll'];

/** Whether the user may change any setting. */
export const maySet = (summary: ConversationSummary): boolean => SETTINGS.some((capability) => may(summary, capability));

/** The settings of a group that the user may change. */
export function GroupSettings({ item }: { item: InboxItem }) {
  const model = useModel();
  const { id, summary, title } = item;
  const save = (fields: GroupFields) => void attempt(model.conversations.update(id, fields));
  const open = (kind: 'announcement' | 'invites' | 'requests') => () => {
    dialog.value = { kind, conversationId: id };
  };
  const requests = summary.requests ?? 0;
  const mayChange = may(summary, 'settings');
  return (
    <section class="section" aria-labelledby="group-manage">
      <h3 id="group-manage">{t('group.manage')}</h3>
      {may(summary, 'rename') && (
        <Action
          icon="edit"
          label={t('group.rename')}
          onClick={() => {
            dialog.value = { kind: 'rename', conversationId: id, title };
          }}
        />
      )}
      {may(summary, 'announce') && (
        <Action
          icon="megaphone"
          label={t((summary.announcement ?? '') === '' ? 'group.announcementAdd' : 'group.announcementEdit')}
          onClick={open('announcement')}
        />
      )}
      {may(summary, 'link') && <Action icon="link" label={t('group.invites')} onClick={open('invites')} />}
      {may(summary, 'approve') && (summary.approval === true || requests > 0) && (
        <Action icon="personPlus" label={t('group.requests')} count={requests} onClick={open('requests')} />
      )}
      {mayChange && (
        <Switch
          label={t('group.approval')}
          hint={t('group.approvalHint')}
          on={summary.approval === true}
          onChange={(approval) => save({ approval })}
        />
      )}
      {may(summary, 'muteAll') && (
        <Switch
          label={t('group.mutedAll')}
          hint={t('group.mutedAllHint')}
          on={summary.mutedAll === true}
          onChange={(mutedAll) => save({ mutedAll })}
        />
      )}
      {mayChange && (
        <Choice
          name="group-history"
          label={t('group.history')}
          value={summary.history ?? 'joined'}
          options={[
            { value: 'joined', label: t('group.historyJoined') },
            { value: 'all', label: t('group.historyAll') },
          ]}
          onChange={(history) => save({ history })}
        />
      )}
      {mayChange && <HuePicker name="group-hue" label={t('group.colour')} value={summary.hue} onChange={(hue) => save({ hue })} />}
    </section>
  );
}
