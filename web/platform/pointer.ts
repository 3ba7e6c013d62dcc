/** Whether touch is the primary pointer. Focusing a text field then opens the on-screen keyboard over the page. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;
