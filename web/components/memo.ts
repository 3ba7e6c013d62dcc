import { Component, type ComponentType, h } from 'preact';

/** Renders a component again only if a prop changes; the signals that it reads still update it. */
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
