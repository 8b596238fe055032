import type { Sample } from './samples'

/** The empty page: what this is, and questions to begin with. */
export function Welcome({ name, samples, onAsk }: { name: string; samples: Sample[]; onAsk: (s: Sample) => void }) {
  return (
    <section className="welcome">
      <h1>{name}，您好。请提出机构编制方面的问题</h1>
      <p>每句回答都附有依据，点击序号①可对照原文；没有依据的问题不作回答，并说明原因。</p>
      <ul>
        {samples.map((s) => (
          <li key={s.question}>
            <button type="button" onClick={() => onAsk(s)}>
              <span>{s.kind}</span>
              {s.question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
