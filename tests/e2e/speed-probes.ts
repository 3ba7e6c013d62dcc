// Functions that run inside the page, sent there as their source.

declare global {
  interface Window {
    /** ms from an event to the frame that was painted after it, in the order in which they happened. */
    magpieDelays: number[];
    /** ms of the interactions that the browser itself timed, from the event to the next paint. */
    magpieInteractions: { readonly name: string; readonly duration: number }[];
  }
}

/** From now on times every event of this name, from when it was made to when the frame after it was painted. */
export function timeEvents(name: string): void {
  window.magpieDelays = [];
  addEventListener(
    name,
    (event) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.magpieDelays.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(0);
      });
    },
    { capture: true },
  );
}

/** Collects what the browser says of interactions (the numbers behind INP). */
export function watchInteractions(): void {
  window.magpieInteractions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.magpieInteractions.push({ name: entry.name, duration: entry.duration });
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

/** ms from the next event of this name until a frame was painted that holds an element of the selector with this text. */
export function timeUntilShown({ event, selector, text }: { event: string; selector: string; text: string }): Promise<number> {
  return new Promise((resolve) => {
    addEventListener(
      event,
      ({ timeStamp }) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const shown = [...document.querySelectorAll(selector)].some((element) => element.textContent?.includes(text));
          if (shown) resolve(performance.now() - timeStamp);
          else requestAnimationFrame(look);
        };
        const look = () => channel.port2.postMessage(0);
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
}

/** Types a text into the composer and presses Enter, as fast as the page takes it, `count` times. */
export async function sayMany({ prefix, count }: { prefix: string; count: number }): Promise<void> {
  const field = document.querySelector('textarea');
  const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
  if (field === null || value?.set === undefined) throw new Error('no field');
  for (let i = 0; i < count; i++) {
    value.set.call(field, `${prefix}${i}.`);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
