import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

configure({ asyncUtilTimeout: 8000 }) // a busy machine is slow, not broken
afterEach(cleanup)

// What jsdom lacks and Ant Design asks for.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => false, onchange: null }) as MediaQueryList
const computed = window.getComputedStyle.bind(window)
window.getComputedStyle = (element) => computed(element) // without the pseudo element, which jsdom reports as an error
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
File.prototype.text ??= function (this: File) {
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsText(this)
  })
}
