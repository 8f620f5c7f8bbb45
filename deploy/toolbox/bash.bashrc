# Read by every interactive shell of a toolbox. What a learner adds goes to ~/.bashrc.
[ -n "${PS1:-}" ] || return

PS1='\u@netpol-lab:\w\$ '
shopt -s checkwinsize histappend
HISTCONTROL=ignoredups
HISTSIZE=10000
# Written after each command: a shell may end without being told.
PROMPT_COMMAND='history -a'

. /usr/share/bash-completion/bash_completion
. /usr/share/bash-completion/completions/kubectl
alias k=kubectl
complete -o default -F __start_kubectl k
