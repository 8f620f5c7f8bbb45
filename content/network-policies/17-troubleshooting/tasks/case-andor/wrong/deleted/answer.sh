kubectl delete networkpolicy db-from-prod-frontend -n case-andor
