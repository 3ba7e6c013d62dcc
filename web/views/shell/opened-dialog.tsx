import { lazy } from '../../components/states/lazy';
import { closeDialog, type OpenDialog } from '../state/shell-state';

const NewGroupDialog = lazy(async () => (await import('../people/new-group')).NewGroupDialog);
const AddMembersDialog = lazy(async () => (await import('../people/add-members')).AddMembersDialog);
const ProfileDialog = lazy(async () => (await import('../people/profile-dialog')).ProfileDialog);
const RenameDialog = lazy(async () => (await import('../details/group-dialogs')).RenameDialog);
const LeaveDialog = lazy(async () => (await import('../details/group-dialogs')).LeaveDialog);
const ConfirmDialog = lazy(async () => (await import('../../components/forms/confirm-dialog')).ConfirmDialog);
const KeysDialog = lazy(async () => (await import('./keys-dialog')).KeysDialog);
const SwitcherDialog = lazy(async () => (await import('./switcher')).SwitcherDialog);
const ForwardDialog = lazy(async () => (await import('../conversation/message/forward-dialog')).ForwardDialog);
const ShareDialog = lazy(async () => (await import('./switcher')).ShareDialog);
const PinsDialog = lazy(async () => (await import('../conversation/pins/pins-dialog')).PinsDialog);
const ReactorsDialog = lazy(async () => (await import('../conversation/message/reactors-dialog')).ReactorsDialog);
const HistoryDialog = lazy(async () => (await import('../conversation/message/history-dialog')).HistoryDialog);

const ClearDialog = lazy(async () => (await import('../details/conversation-dialogs')).ClearDialog);
const HideDialog = lazy(async () => (await import('../details/conversation-dialogs')).HideDialog);
const DissolveDialog = lazy(async () => (await import('../details/group-dialogs')).DissolveDialog);
const TransferDialog = lazy(async () => (await import('../details/group-dialogs')).TransferDialog);
const AnnouncementDialog = lazy(async () => (await import('../details/announcement-dialog')).AnnouncementDialog);
const InvitesDialog = lazy(async () => (await import('../details/invites-dialog')).InvitesDialog);
const RequestsDialog = lazy(async () => (await import('../details/requests-dialog')).RequestsDialog);
const ReadersDialog = lazy(async () => (await import('../conversation/message/readers-dialog')).ReadersDialog);
const RequestDialog = lazy(async () => (await import('../people/request-dialog')).RequestDialog);
const AliasDialog = lazy(async () => (await import('../people/alias-dialog')).AliasDialog);

/** The open dialog. Each dialog's code loads when first needed. */
export function OpenedDialog({ open }: { open: OpenDialog }) {
  switch (open.kind) {
    case 'newGroup':
      return <NewGroupDialog onClose={closeDialog} />;
    case 'addMembers':
      return <AddMembersDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'profile':
      return <ProfileDialog userId={open.userId} onClose={closeDialog} />;
    case 'rename':
      return <RenameDialog conversationId={open.conversationId} title={open.title} onClose={closeDialog} />;
    case 'leave':
      return <LeaveDialog conversationId={open.conversationId} title={open.title} onClose={closeDialog} />;
    case 'clear':
      return <ClearDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'hide':
      return <HideDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'dissolve':
      return <DissolveDialog conversationId={open.conversationId} title={open.title} onClose={closeDialog} />;
    case 'transfer':
      return <TransferDialog conversationId={open.conversationId} userId={open.userId} onClose={closeDialog} />;
    case 'announcement':
      return <AnnouncementDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'invites':
      return <InvitesDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'requests':
      return <RequestsDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'pins':
      return <PinsDialog conversationId={open.conversationId} onClose={closeDialog} />;
    case 'readers':
      return <ReadersDialog conversationId={open.conversationId} seq={open.seq} onClose={closeDialog} />;
    case 'request':
      return <RequestDialog userId={open.userId} onClose={closeDialog} />;
    case 'alias':
      return <AliasDialog userId={open.userId} onClose={closeDialog} />;
    case 'confirm':
      return (
        <ConfirmDialog title={open.title} action={open.action} work={open.work} onClose={closeDialog}>
          <p class="dialog-text">{open.hint}</p>
        </ConfirmDialog>
      );
    case 'keys':
      return <KeysDialog onClose={closeDialog} />;
    case 'switcher':
      return <SwitcherDialog onClose={closeDialog} />;
    case 'forward':
      return <ForwardDialog messages={open.messages} onClose={closeDialog} />;
    case 'share':
      return <ShareDialog text={open.text} onClose={closeDialog} />;
    case 'reactors':
      return <ReactorsDialog reactions={open.reactions} onClose={closeDialog} />;
    case 'history':
      return <HistoryDialog conversationId={open.conversationId} seq={open.seq} onClose={closeDialog} />;
    default:
      return open satisfies never;
  }
}
