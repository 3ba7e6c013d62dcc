import { lazy } from '../components/lazy';
import { closeDialog, dialog, type OpenDialog } from './shell-state';

const NewGroupDialog = lazy(async () => (await import('./people/new-group')).NewGroupDialog);
const AddMembersDialog = lazy(async () => (await import('./people/add-members')).AddMembersDialog);
const ProfileDialog = lazy(async () => (await import('./people/profile-dialog')).ProfileDialog);
const RenameDialog = lazy(async () => (await import('./details/group-dialogs')).RenameDialog);
const LeaveDialog = lazy(async () => (await import('./details/group-dialogs')).LeaveDialog);
const KeysDialog = lazy(async () => (await import('./keys-dialog')).KeysDialog);
const SwitcherDialog = lazy(async () => (await import('./switcher')).SwitcherDialog);
const ForwardDialog = lazy(async () => (await import('./switcher')).ForwardDialog);
const ShareDialog = lazy(async () => (await import('./switcher')).ShareDialog);
const HistoryDialog = lazy(async () => (await import('./conversation/history-dialog')).HistoryDialog);

/** Draws the open dialog; their code comes when they are first needed. */
export function DialogHost() {
  const open = dialog.value;
  return open === null ? null : <Opened open={open} />;
}

function Opened({ open }: { open: OpenDialog }) {
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
    case 'keys':
      return <KeysDialog onClose={closeDialog} />;
    case 'switcher':
      return <SwitcherDialog onClose={closeDialog} />;
    case 'forward':
      return <ForwardDialog messages={open.messages} onClose={closeDialog} />;
    case 'share':
      return <ShareDialog text={open.text} onClose={closeDialog} />;
    case 'history':
      return <HistoryDialog conversationId={open.conversationId} seq={open.seq} onClose={closeDialog} />;
    default:
      return open satisfies never;
  }
}
