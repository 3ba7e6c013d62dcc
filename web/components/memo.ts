import { Component, type ComponentType, h } from 'preact';

/** Draws again only when a prop is another value; signals that the component reads still reach it. */
export function memo<P extends object>(Drawn: (props: P) => ReturnType<typeof h> | null): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now = this.props;
      const names = Object.keys(next) as (keyof P)[];
      return names.length !== Object.keys(now).length || names.some((name) => next[name] !== (now as P)[name]);
    }

    override render() {
      return h(Drawn as ComponentType<P>, this.props as P);
    }
  };
}
