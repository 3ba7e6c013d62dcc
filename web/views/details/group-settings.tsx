import { HuePicker } from '../../components/hue-picker';
import { t } from '../../i18n/i18n';
import type { GroupFields, InboxItem } from '../../model/model';
import { Action } from '../people/profile';
import { Choice } from '../settings/choice';
import { Switch } from '../settings/switch';
import { attempt } from '../shared/problem';
import { dialog } from '../shared/shell-state';
import { useModel } from '../shared/use-model';

/** What those who lead a group may set; shown to nobody else. */
export function GroupSettings({ item }: { item: InboxItem }) {
  const model = useModel();
  const { id, summary, title } = item;
  const save = (fields: GroupFields) => void attempt(model.conversations.update(id, fields));
  const open = (kind: 'announcement' | 'invites' | 'requests') => () => {
    dialog.value = { kind, conversationId: id };
  };
  const requests = summary.requests ?? 0;
  return (
    <section class="section" aria-labelledby="group-manage">
      <h3 id="group-manage">{t('group.manage')}</h3>
      <Action
        icon="edit"
        label={t('group.rename')}
        onClick={() => {
          dialog.value = { kind: 'rename', conversationId: id, title };
        }}
      />
      <Action
        icon="megaphone"
        label={t((summary.announcement ?? '') === '' ? 'group.announcementAdd' : 'group.announcementEdit')}
        onClick={open('announcement')}
      />
      <Action icon="link" label={t('group.invites')} onClick={open('invites')} />
      {(summary.approval === true || requests > 0) && (
        <Action icon="personPlus" label={t('group.requests')} count={requests} onClick={open('requests')} />
      )}
      <Switch
        label={t('group.approval')}
        hint={t('group.approvalHint')}
        on={summary.approval === true}
        onChange={(approval) => save({ approval })}
      />
      <Switch
        label={t('group.mutedAll')}
        hint={t('group.mutedAllHint')}
        on={summary.mutedAll === true}
        onChange={(mutedAll) => save({ mutedAll })}
      />
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
      <HuePicker name="group-hue" label={t('group.colour')} value={summary.hue} onChange={(hue) => save({ hue })} />
    </section>
  );
}
