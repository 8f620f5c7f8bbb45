'use client'

import dynamic from 'next/dynamic'
import { home } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { EditorNotices } from './editor-notices'
import { FileList } from './file-list'
import { useEditor } from './use-editor'

const CodeArea = dynamic(() => import('./code-area'), {
  ssr: false,
  loading: () => <p className="pane-empty">{text('editor.loading')}</p>,
})

const inHome = (path: string) => (path.startsWith(`${home}/`) ? path.slice(home.length + 1) : path)

/** Quotes a path for the shell where it needs it. */
const shellWord = (word: string) => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

export function EditorPane() {
  const place = useLessonPlace()
  return place && <Files sandbox={place.sandbox} />
}

function Files({ sandbox }: { sandbox: string }) {
  const workbench = useWorkbench()
  const editor = useEditor(sandbox)
  const { file } = editor
  const apply = async () => {
    if (!file || (editor.dirty && !(await editor.save()))) return
    const path = file.path.startsWith(`${home}/`) ? `~/${shellWord(inHome(file.path))}` : shellWord(file.path)
    workbench?.run(`kubectl apply -f ${path}`)
  }
  return (
    <div className="editor-pane">
      <FileList
        files={editor.files}
        open={file?.path}
        onOpen={path => void editor.open({ path })}
        onRemove={name => void editor.remove(name)}
      />
      <div className="editor-file">
        <div className="editor-bar">
          <p className="editor-name">
            {file ? inHome(file.path) : text('editor.none')}
            {editor.dirty && <span className="editor-dirty"> {text('editor.dirty')}</span>}
          </p>
          {file && !file.waiting && (
            <>
              <button
                type="button"
                className="button small"
                disabled={editor.saving || (!editor.dirty && file.saved !== null)}
                onClick={() => void editor.save()}
              >
                {text(editor.saving ? 'editor.saving' : 'editor.save')}
              </button>
              <button type="button" className="button primary small" onClick={() => void apply()}>
                {text('editor.apply')}
              </button>
            </>
          )}
          {file?.waiting && (
            <>
              <button type="button" className="button quiet small" onClick={editor.giveUp}>
                {text('editor.give-up')}
              </button>
              <button type="button" className="button primary small" onClick={() => void editor.save()}>
                {text('editor.save-close')}
              </button>
            </>
          )}
        </div>
        <EditorNotices
          file={file}
          error={editor.error}
          onTheirs={editor.takeTheirs}
          onMine={editor.keepMine}
        />
        {file ? (
          <CodeArea
            key={file.path}
            path={inHome(file.path)}
            value={file.text}
            revision={file.revision}
            onChange={editor.edit}
            onSave={() => void editor.save()}
          />
        ) : (
          <p className="pane-empty">{text('editor.empty')}</p>
        )}
      </div>
    </div>
  )
}
