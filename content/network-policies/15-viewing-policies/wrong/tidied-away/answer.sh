#!/bin/sh
# Deletes what nobody can read, and so opens what it kept shut.
kubectl delete networkpolicy --all -n netpol-demo
