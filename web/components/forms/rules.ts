import * as fields from '../../../protocol/form-fields';
import { EMAIL_MAX_CHARS, NAME_MAX_CHARS, PASSWORD_MAX_CHARS, TITLE_MAX_CHARS } from '../../../protocol/limits';
import type { FieldRule } from './problems';

export const EMAIL: FieldRule = { schema: fields.email, maxChars: EMAIL_MAX_CHARS, wrong: 'field.email' };
export const GIVEN_PASSWORD: FieldRule = { schema: fields.givenPassword, maxChars: PASSWORD_MAX_CHARS, wrong: 'field.unreadable' };
export const NEW_PASSWORD: FieldRule = { schema: fields.newPassword, maxChars: PASSWORD_MAX_CHARS, wrong: 'auth.passwordHint' };
export const NAME: FieldRule = { schema: fields.name, maxChars: NAME_MAX_CHARS, wrong: 'field.unreadable' };
export const TITLE: FieldRule = { schema: fields.title, maxChars: TITLE_MAX_CHARS, wrong: 'field.unreadable' };
