# Read by every interactive shell of a toolbox. What a learner adds goes to ~/.bashrc.
[ -n "${PS1:-}" ] || return

# The page learns what runs: a mark with the line before it does, and one before a prompt (OSC 133).
PS0='\e]133;C;$(fc -ln -1 2>/dev/null | head -n 1)\a'
PS1='\[\e]133;A\a\]\u@netpol-lab:\w\$ '
shopt -s checkwinsize histappend
HISTCONTROL=ignoredups
HISTSIZE=10000
# Written after each command: a shell may end without being told.
PROMPT_COMMAND='history -a'

. /usr/share/bash-completion/bash_completion
. /usr/share/bash-completion/completions/kubectl
alias k=kubectl
complete -o default -F __start_kubectl k
