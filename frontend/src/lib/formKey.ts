import { newKey } from '@/api/client';

/** The Idempotency-Key of a form: the same for the same words, so that a lost answer creates nothing twice. */
export class FormKey {
  #key = newKey();
  #words = '';

  of(body: object): string {
    const words = JSON.stringify(body);
    if (this.#words && this.#words !== words) this.#key = newKey();
    this.#words = words;
    return this.#key;
  }
}
